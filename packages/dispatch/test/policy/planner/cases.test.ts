import { makePlannerPolicy } from "@hotbag/dispatch"
import { policyCases } from "../cases.ts"

policyCases(makePlannerPolicy(), 45)
