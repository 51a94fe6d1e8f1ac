import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { HeartbeatWheel, type Heart, TURN_MS } from "../../src/websocket/HeartbeatWheel.ts"

class TestHeart implements Heart {
  slot = 0
  place = 0
  readonly asked: Array<number> = []
  readonly judged: Array<number> = []
  ask(nowMs: number): void {
    this.asked.push(nowMs)
  }
  askAtLast(): void {}
  judge(nowMs: number): void {
    this.judged.push(nowMs)
  }
}

describe("the heartbeat (L5)", () => {
  it("asks everybody every four seconds and judges three seconds later, whoever comes and goes", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 100 }), (steps) => {
        const wheel = new HeartbeatWheel()
        const hearts: Array<TestHeart> = []
        const gone: Array<TestHeart> = []
        let nowMs = 0
        for (const comes of steps) {
          if (comes || hearts.length === 0) {
            const heart = new TestHeart()
            hearts.push(heart)
            wheel.add(heart)
          } else {
            const heart = hearts.splice(steps.length % hearts.length, 1)[0]
            if (heart !== undefined) {
              wheel.remove(heart)
              wheel.remove(heart)
              heart.asked.length = 0
              gone.push(heart)
            }
          }
        }
        for (let turn = 0; turn < 12_000 / TURN_MS; turn++) wheel.turn((nowMs += TURN_MS))
        for (const { asked, judged } of hearts) {
          expect(asked.length).toBe(3)
          expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBe(4_000)
          expect(judged).toContain((asked[0] ?? 0) + 3_000)
        }
        for (const { asked } of gone) expect(asked).toEqual([])
      })
    )
  })
})
