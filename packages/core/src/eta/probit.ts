/**
 * The normal distribution in double precision: what quantiles and draws are made of.
 */

/**
 * Inverse of the standard normal CDF: the z with Φ(z) = p. `-Infinity` at 0, `Infinity` at 1, NaN outside.
 * Relative error about 1e-16. Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal
 * distribution", Applied Statistics 37 (1988), routine PPND16.
 */
export const probit = (p: number): number => {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(CENTRE_ABOVE, r)) / polynomial(CENTRE_BELOW, r)
  }
  const tail = q < 0 ? p : 1 - p
  if (tail === 0) return q < 0 ? -Infinity : Infinity
  // sqrt(-log p) says how far out the tail is; the two fits meet at 5, that is p ≈ 1.4e-11.
  const r = Math.sqrt(-Math.log(tail))
  const z =
    r <= 5
      ? polynomial(TAIL_ABOVE, r - 1.6) / polynomial(TAIL_BELOW, r - 1.6)
      : polynomial(FAR_TAIL_ABOVE, r - 5) / polynomial(FAR_TAIL_BELOW, r - 5)
  return q < 0 ? -z : z
}

/**
 * Standard normal CDF Φ(z); relative error below 1e-14 for z > -10 and below 1e-13 down to the smallest doubles.
 * Source: Φ(z) = erfc(-z/√2)/2 with the erfc of W. J. Cody, "Rational Chebyshev approximations for the error
 * function", Mathematics of Computation 23 (1969).
 */
export const normalCdf = (z: number): number => 0.5 * erfc(-z * Math.SQRT1_2)

/** Complementary error function. */
const erfc = (x: number): number => {
  const y = Math.abs(x)
  if (y <= 0.46875) return 1 - (x * polynomial(ERF_ABOVE, y * y)) / polynomial(ERF_BELOW, y * y)
  // Beyond this even the smallest double is larger.
  if (y > 27.3) return x > 0 ? 0 : 2
  const tail =
    expOfMinusSquare(y) * (y <= 4 ? polynomial(ERFC_ABOVE, y) / polynomial(ERFC_BELOW, y) : farErfc(y))
  return x > 0 ? tail : 2 - tail
}

/** exp(y²)·erfc(y) for y > 4. */
const farErfc = (y: number): number => {
  const r = 1 / (y * y)
  return (SQRT_1_PI - (r * polynomial(FAR_ERFC_ABOVE, r)) / polynomial(FAR_ERFC_BELOW, r)) / y
}

/** exp(-y²) without the error of squaring a rounded y: the head of y, in 16ths, squares exactly. */
const expOfMinusSquare = (y: number): number => {
  const head = Math.trunc(y * 16) / 16
  return Math.exp(-head * head) * Math.exp(-(y - head) * (y + head))
}

/** Horner's rule; highest power first. By index: an iterator would be garbage, at several calls for each movement of a courier. */
const polynomial = (coefficients: ReadonlyArray<number>, x: number): number => {
  let sum = 0
  for (let i = 0; i < coefficients.length; i += 1) sum = sum * x + (coefficients[i] ?? 0)
  return sum
}

const SQRT_1_PI = 0.56418958354775628695

// The published coefficients of AS 241 (numerator above, denominator below).

const CENTRE_ABOVE = [
  2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
  1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.387132872796366608
]
const CENTRE_BELOW = [
  5.226495278852854561e3, 2.8729085735721942674e4, 3.930789580009271061e4, 2.1213794301586595867e4,
  5.3941960214247511077e3, 6.871870074920579083e2, 4.2313330701600911252e1, 1
]
const TAIL_ABOVE = [
  7.7454501427834140764e-4, 2.27238449892691845833e-2, 2.4178072517745061177e-1, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734
]
const TAIL_BELOW = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 1.51986665636164571966e-2, 1.4810397642748007459e-1,
  6.8976733498510000455e-1, 1.6763848301838038494, 2.05319162663775882187, 1
]
const FAR_TAIL_ABOVE = [
  2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.2426609473880784386e-3, 2.6532189526576123093e-2,
  2.9656057182850489123e-1, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772
]
const FAR_TAIL_BELOW = [
  2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
  1.48753612908506148525e-2, 1.3692988092273580531e-1, 5.9983220655588793769e-1, 1
]

// The published coefficients of Cody's three intervals: up to 15/32, up to 4, and beyond.

const ERF_ABOVE = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2,
  3.20937758913846947e3
]
const ERF_BELOW = [
  1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
]
const ERFC_ABOVE = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
  2.98635138197400131e2, 8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3,
  1.23033935479799725e3
]
const ERFC_BELOW = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
  3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3
]
const FAR_ERFC_ABOVE = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4
]
const FAR_ERFC_BELOW = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
  2.33520497626869185e-3
]
