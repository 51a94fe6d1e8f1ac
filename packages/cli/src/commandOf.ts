/** Options that change what is shown of a run, and nothing about it. */
const SHOWING: ReadonlySet<string> = new Set(["out", "json", "quiet", "ascii"])

/** What an option that was given without a value says when it was not given. */
type Given = string | boolean | ReadonlyArray<string>

/**
 * The command that plays a run again: everything that decides it, and nothing else. Options at their defaults are left
 * out.
 *
 * @param options by their names in code, as they were understood.
 * @param defaults of those that have one.
 */
export const commandOf = (
  scenario: string,
  options: Readonly<Record<string, Given | undefined>>,
  defaults: Readonly<Record<string, Given>>
): string => {
  const told = Object.entries(options).flatMap(([name, value]): ReadonlyArray<string> => {
    if (value === undefined || SHOWING.has(name) || value === defaults[name]) return []
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    if (value === true) return [`--${flag}`]
    if (value === false) return [`--no-${flag}`]
    return [value].flat().map((one) => `--${flag} ${shellWord(one)}`)
  })
  return ["hotbag simulate", ...(scenario === "" ? [] : [shellWord(scenario)]), ...told].join(" ")
}

/** A word as a shell takes it. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
