import type { Terminal } from "../Terminal.ts"

/** Prints lines as they are, but for control characters: names come from outside. */
export const printLines = (terminal: Terminal, lines: ReadonlyArray<string>): void =>
  terminal.out(lines.map((line) => `${line.replaceAll(/\p{Cc}/gu, " ")}\n`).join(""))
