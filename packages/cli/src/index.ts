export * from "./exit.ts"
export * from "./program.ts"
export * from "./Terminal.ts"
