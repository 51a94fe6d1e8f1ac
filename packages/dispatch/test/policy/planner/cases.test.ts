import { defaultPlannerWeights, makePlannerPolicy } from "@hotbag/dispatch"
import { policyCases } from "../cases.ts"

// Where being bound has a price, a courier may be kept free that a round by itself would use.
policyCases(makePlannerPolicy({ weights: { ...defaultPlannerWeights, busy: 0 } }), 45)
