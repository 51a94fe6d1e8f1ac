import { Schema } from "effect"

/** Currencies whose smallest unit is the unit itself (ISO 4217). */
// prettier-ignore
const WITHOUT_DECIMALS = [
  "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"
] as const

/** Currencies in thousandths. */
const THREE_DECIMALS = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"] as const

/** Units of account in ten-thousandths. */
const FOUR_DECIMALS = ["CLF", "UYW"] as const

/** Currencies in hundredths: all the others that are in use. */
// prettier-ignore
const TWO_DECIMALS = [
  "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BMD", "BND", "BOB", "BRL",
  "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DKK", "DOP",
  "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL",
  "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS", "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR",
  "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN",
  "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB",
  "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB",
  "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "UYU", "UZS", "VED", "VES", "WST", "XCD", "YER",
  "ZAR", "ZMW", "ZWG"
] as const

/** A currency by its ISO 4217 code. */
export const Currency = Schema.Literals([
  ...TWO_DECIMALS,
  ...WITHOUT_DECIMALS,
  ...THREE_DECIMALS,
  ...FOUR_DECIMALS
])
export type Currency = typeof Currency.Type

/** Decimals of the currency's smallest unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export const currencyDecimals = (currency: Currency): 0 | 2 | 3 | 4 => {
  if (unit.has(currency)) return 0
  if (thousandth.has(currency)) return 3
  return tenThousandth.has(currency) ? 4 : 2
}

const unit: ReadonlySet<string> = new Set(WITHOUT_DECIMALS)
const thousandth: ReadonlySet<string> = new Set(THREE_DECIMALS)
const tenThousandth: ReadonlySet<string> = new Set(FOUR_DECIMALS)
