import { type CourierIndex, haversineM, type LatLng, i32 } from "@hotbag/core"
export const gridCourierIndex = (_o: { cellM: number }): CourierIndex => {
  const at = new Map<number, LatLng>()
  return {
    upsert: (c, p) => void at.set(c, p),
    remove: (c) => at.delete(c),
    get size() {
      return at.size
    },
    position: (c) => at.get(c),
    nearest: (from, k, withinM, accept, out) => {
      const list: Array<[number, number]> = []
      for (const [c, p] of at) {
        if (!accept(c)) continue
        const d = haversineM(from, p)
        if (d <= withinM) list.push([d, c])
      }
      list.sort((a, b) => a[0] - b[0] || a[1] - b[1])
      const n = Math.min(k, list.length)
      for (let i = 0; i < n; i++) out[i] = list[i]?.[1] ?? 0
      return n
    },
    within: (_f, _r, _a, out) => i32(out, 0)
  }
}
