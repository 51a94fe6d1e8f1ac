import { Schema } from "effect"
import { StorableText } from "../StorableText.ts"

/**
 * Whether the text holds what may be a payment card's number: 13 to 19 digits that pass the check of Luhn (ISO/IEC 7812-1), alone or
 * amid other text, in groups apart by one or two blanks, dashes, dots or slashes, in any script's full-width or other
 * compatible digits (S132). UUIDs and telephone numbers that begin with `+` do not count. O(length).
 */
export const holdsCardNumber = (text: string): boolean => {
  if (text.length < FEWEST_DIGITS) return false
  const plain = text.normalize("NFKC").replace(uuid, "x").replace(telephone, "x")
  for (const [run] of plain.matchAll(digitRun)) if (holdsInGroups(run.match(/\d+/g) ?? [])) return true
  return false
}

/** Text from outside that every store can hold, and in which no card number is stored, logged or passed on (S132). */
export const CardFreeText = StorableText.check(
  Schema.makeFilter((text) => !holdsCardNumber(text), {
    expected: "text without a card number; send the payment gateway's token instead"
  })
)

const FEWEST_DIGITS = 13
const MOST_DIGITS = 19

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
/** International numbers have at most 15 digits (E.164); longer ones are none. */
const telephone = /\+\d(?:[ ().-]{0,2}\d){6,14}(?!\d|[ ().-]{1,2}\d)/g
/** Digits with at most two separators in a row; the dashes are hyphen to horizontal bar and the minus sign. */
const digitRun = /\d(?:[\s./\-\u2010-\u2015\u2212]{0,2}\d)*/gu

/** Any groups in a row that make up a card number: the number may stand next to others. */
const holdsInGroups = (groups: ReadonlyArray<string>): boolean =>
  groups.some((_, start) => {
    let digits = ""
    for (let i = start; i < groups.length; i++) {
      digits += groups[i] ?? ""
      if (digits.length > MOST_DIGITS) return false
      if (digits.length >= FEWEST_DIGITS && passesLuhn(digits)) return true
    }
    return false
  })

const passesLuhn = (digits: string): boolean => {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  // Zeros pass, and are no card's.
  return sum > 0 && sum % 10 === 0
}
