import type { DerivedInput } from "./Overlay.ts"

/** Everybody with moods, as `ScenarioPeople` has them: the plain rules are otherwise kept. */
export const moods: DerivedInput = {
  name: "moods",
  base: "metro-launch",
  description:
    "People with moods: far or ill-paid offers are refused, idle couriers go home, kitchens are pressed",
  people: {}
}
