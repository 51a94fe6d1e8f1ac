/**
 * Checked reads for kernels: outside the array is a bug, and says so at once instead of spreading `undefined`.
 * One function per array kind, because the engine keeps its type feedback per function: a shared one would turn
 * every read megamorphic. Inlined they cost the bounds check that the engine makes anyway.
 */
import { InvariantViolation } from "./Invariant.ts"

/** Element `index` of a Float64Array. @throws InvariantViolation outside the array. */
export const f64 = (values: Float64Array, index: number): number => {
  const value = values[index]
  if (value === undefined) throw outside(values.length, index)
  return value
}

/** Element `index` of an Int32Array. @throws InvariantViolation outside the array. */
export const i32 = (values: Int32Array, index: number): number => {
  const value = values[index]
  if (value === undefined) throw outside(values.length, index)
  return value
}

/** Element `index` of a Uint8Array. @throws InvariantViolation outside the array. */
export const u8 = (values: Uint8Array, index: number): number => {
  const value = values[index]
  if (value === undefined) throw outside(values.length, index)
  return value
}

/** Element `index` of a list of objects or texts; lists of numbers are read by {@link at}. @throws InvariantViolation outside the list. */
export const entry = <A extends object | string>(values: ReadonlyArray<A>, index: number): A => {
  const value = values[index]
  if (value === undefined) throw outside(values.length, index)
  return value
}

/** Element `index` of a list. @throws InvariantViolation outside the list. */
export const at = <A>(values: ReadonlyArray<A>, index: number): A => {
  const value = values[index]
  if (value === undefined) throw outside(values.length, index)
  return value
}

const outside = (length: number, index: number) =>
  new InvariantViolation(`index ${index} outside 0..${length - 1}`, { index, length })
