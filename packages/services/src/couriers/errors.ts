import type { CourierId } from "@hotbag/core"
import { Data } from "effect"

/** The id belongs to another courier. Wire: 409. */
export class CourierExists extends Data.TaggedError("CourierExists")<{ readonly courierId: CourierId }> {
  override get message(): string {
    return `There is another courier with the id ${this.courierId}; choose another id.`
  }
}

/** The turn of duty cannot begin so. Wire: 409. */
export class DutyRefused extends Data.TaggedError("DutyRefused")<{
  readonly why: "ends-in-the-past" | "too-long" | "work-in-another-region" | "work-on-another-vehicle"
}> {
  override get message(): string {
    switch (this.why) {
      case "ends-in-the-past":
        return "A turn of duty ends after it begins; give a later end, or none."
      case "too-long":
        return "This turn of duty is longer than anybody may work; give an earlier end."
      case "work-in-another-region":
        return "There is work in hand in another region; bring it to its end first."
      case "work-on-another-vehicle":
        return "There is work in hand that was given for another vehicle; bring it to its end first."
    }
  }
}
