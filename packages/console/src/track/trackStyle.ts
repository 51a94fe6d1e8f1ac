/** How the tracking page looks: on a telephone first, by day and by night, and calm for those who asked for less motion. */
export const trackStyle = `
:root{--ground:#f6f4ef;--card:#fff;--ink:#1d2127;--soft:#5c6570;--line:#d9d5cb;--map:#eceae2;--accent:#c2410c;--good:#15803d;--halo:#c2410c33}
@media (prefers-color-scheme:dark){:root{--ground:#14171a;--card:#1d2126;--ink:#f1efe9;--soft:#a3abb5;--line:#343a42;--map:#23282e;--accent:#fb923c;--good:#4ade80;--halo:#fb923c33}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:34rem;margin:0 auto;padding:1.25rem 1rem 2rem;display:grid;gap:1rem}
header p{margin:0;color:var(--soft)}
h1{margin:.15rem 0 0;font-size:1.4rem;line-height:1.25}
.when{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:.9rem 1.1rem;display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.25rem 1rem}
.when p{margin:0}
.label{color:var(--soft)}
.arrival strong{font-size:1.9rem;letter-spacing:-.02em;font-variant-numeric:tabular-nums;margin-left:.3rem}
#range{color:var(--soft);font-variant-numeric:tabular-nums}
#steps{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(6,1fr);gap:.3rem}
#steps li{border-top:4px solid var(--line);padding-top:.4rem;font-size:.75rem;color:var(--soft);line-height:1.2}
#steps li.done{border-color:var(--good)}
#steps li.now{border-color:var(--accent);color:var(--ink);font-weight:600}
body[data-status=gone] :is(.when,#steps){display:none}
figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:14px;overflow:hidden}
#map{display:block;width:100%;height:auto}
#map.empty{display:none}
.ground{fill:var(--map)}
.grid{fill:none;stroke:var(--line);stroke-width:.6}
.marker{transition:transform .9s linear}
.marker.hidden{display:none}
.marker circle{fill:var(--card);stroke:var(--ink);stroke-width:2}
.sign{fill:none;stroke:var(--ink);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
#courier .halo{fill:var(--halo);stroke:none;animation:pulse 2s ease-in-out infinite;transform-origin:0 0}
#courier .dot{fill:var(--accent);stroke:var(--card);stroke-width:3}
#courier.stale .dot{fill:var(--soft)}
#courier.stale .halo{animation:none;fill:none}
.trail{fill:none;stroke:var(--accent);stroke-width:3;stroke-linecap:round;stroke-linejoin:round;opacity:.45}
.measure path{fill:none;stroke:var(--soft);stroke-width:1.5}
.measure text{fill:var(--soft);font-size:11px;text-anchor:middle}
figcaption{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.25rem 1rem;padding:.7rem 1.1rem;min-height:2.9rem}
#connection{color:var(--soft)}
body[data-live=true] #connection::before{content:"";display:inline-block;width:.55rem;height:.55rem;border-radius:50%;background:var(--good);margin-right:.4rem}
@keyframes pulse{50%{transform:scale(1.25)}}
@media (prefers-reduced-motion:reduce){.marker{transition:none}#courier .halo{animation:none}}
@media (max-width:26rem){#steps li span{font-size:.68rem}}
`
