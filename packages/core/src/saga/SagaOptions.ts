import { Limits } from "../Limits.ts"

/**
 * When dispatch begins (C10). `created`: planned with from placement on, couriers asked after confirmation. `confirmed`: requested at
 * confirmation. `jit`: requested at confirmation, couriers asked when they would meet the food.
 */
export type DispatchTrigger = "created" | "confirmed" | "jit"

/** How an operator wants orders led. Times in ms. */
export interface SagaOptions {
  readonly trigger: DispatchTrigger
  /** `jit` asks couriers this long before the food is expected to be ready. */
  readonly jitLeadMs: number
  /** A restaurant that is silent for longer has refused. */
  readonly restaurantAnswerMs: number
  /**
   * Without a courier for longer, operations are told; null: never. Counted, like what follows, from when couriers may be asked, and
   * of food that takes long from `jitLeadMs` before it is expected.
   */
  readonly courierEscalateMs: number | null
  /** Without a courier for longer, the platform cancels; null: never. */
  readonly courierGiveUpMs: number | null
}

/** Options unless an operator chooses others. */
export const defaultSagaOptions: SagaOptions = {
  trigger: "confirmed",
  jitLeadMs: Limits.jitLeadMs,
  restaurantAnswerMs: Limits.restaurantAnswerMs,
  courierEscalateMs: Limits.courierEscalateMs,
  courierGiveUpMs: Limits.courierGiveUpMs
}
