import { ON_DARK, ON_LIGHT } from "../../mdrp/svg.ts"

/** Ramps of the map's layers, from palest to darkest on a light page, from dimmest to brightest on a dark one. */
const RAMPS = {
  demand: {
    light: ["#dbe9f9", "#b3d0f0", "#82b1e4", "#4f8fd4", "#266cb8", "#0b4a8f"],
    dark: ["#16263a", "#1b3a5c", "#205180", "#2b6fae", "#4a94d8", "#8cc4f7"]
  },
  supply: {
    light: ["#d9f0e3", "#b0dfc6", "#7cc8a0", "#46ac79", "#1d8a58", "#06633b"],
    dark: ["#12291f", "#154030", "#195a42", "#217a59", "#38a379", "#7fdcb2"]
  },
  pressure: {
    light: ["#ece3f6", "#d6c4ec", "#ba9bdd", "#9a6fcb", "#7846b0", "#552689"],
    dark: ["#231b30", "#34264c", "#4a356d", "#654a94", "#8a68c4", "#c2a3f5"]
  },
  lateness: {
    light: ["#fdebd3", "#fbd3a3", "#f5b167", "#e8883a", "#c95d17", "#983d06"],
    dark: ["#31230f", "#4c3110", "#704410", "#9c5d15", "#d08226", "#ffbe6b"]
  },
  lost: {
    light: ["#fde0e0", "#f9bcbc", "#f08d8d", "#df5a5a", "#bd2f2f", "#8a1414"],
    dark: ["#331a1b", "#522224", "#782c2f", "#a33a3e", "#d2575b", "#ff9a9a"]
  }
} as const

const rampVariables = (shade: "light" | "dark"): string =>
  Object.entries(RAMPS)
    .flatMap(([name, ramp]) => ramp[shade].map((colour, i) => `--${name}${i}:${colour};`))
    .join("")

const lineVariables = (colours: ReadonlyArray<string>): string =>
  colours.map((colour, i) => `--line${i}:${colour};`).join("")

const LIGHT = `--paper:#fff;--card:#f6f8fa;--ink:#1b2026;--soft:#57606a;--rule:#d8dee4;--met:#1a7f37;--broken:#b42318;--metbg:#e9f7ed;--brokenbg:#fdecea;--focus:#0969da;--land:#eef1f4;--idle:#7d8894;--toRestaurant:#0072b2;--atRestaurant:#c25100;--toCustomer:#00805c;--food:#c2186b;--gone:#c4161c;--water:#0b7285;--closed:#a3171c;--slow:#7a4a00;--no-orders:#4b5563;${lineVariables(ON_LIGHT)}${rampVariables("light")}`
const DARK = `--paper:#0d1117;--card:#161b22;--ink:#e9eef4;--soft:#9aa4af;--rule:#30363d;--met:#4cc38a;--broken:#ff8a80;--metbg:#10291b;--brokenbg:#351614;--focus:#58a6ff;--land:#141a21;--idle:#8b96a3;--toRestaurant:#56b4e9;--atRestaurant:#f0883e;--toCustomer:#2ec48f;--food:#ff7ab8;--gone:#ff6b6b;--water:#4dd4e8;--closed:#ff8f8f;--slow:#f2c14e;--no-orders:#c3ccd6;${lineVariables(ON_DARK)}${rampVariables("dark")}`

const coloured = ON_LIGHT.map(
  (_, i) => `.s${i}{stroke:var(--line${i})}.f${i}{fill:var(--line${i})}.k${i}{background:var(--line${i})}`
).join("")

const mapped = Object.entries(RAMPS)
  .flatMap(([name, { light }]) =>
    light.map((_, i) => `.${name}.d${i}{fill:var(--${name}${i});background:var(--${name}${i})}`)
  )
  .join("")

/** Closed is a full line around close stripes; what only slows or keeps orders away has broken lines and wide ones. */
const ZONES = [
  ["closed", "", "4px"],
  ["slow", "7 4", "7px"],
  ["no-orders", "2 4", "7px"]
] as const
const zoned = ZONES.map(
  ([kind, dashes, step]) =>
    `.zone.${kind} path{stroke:var(--${kind});stroke-width:2.4;stroke-dasharray:${dashes === "" ? "none" : dashes}}` +
    `.hatch.${kind} path{stroke:var(--${kind});stroke-width:1.4}` +
    `.who i.${kind}{border-radius:2px;border:2px ${dashes === "" ? "solid" : "dashed"} var(--${kind});` +
    `background:repeating-linear-gradient(${dashes === "" ? "-45deg" : "45deg"},transparent 0 ${step},var(--${kind}) ${step} calc(${step} + 1px))}`
).join("")

/** The page's style sheet: light and dark as the reader likes it, wide and narrow, on screen and on paper. */
export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main,header,footer{max-width:1180px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
header p.kicker{margin:0;color:var(--soft);font-size:.9rem}
h1{font-size:1.5rem;line-height:1.25;margin:.1em 0 .7em;overflow-wrap:anywhere}
h2{font-size:1.2rem;margin:2.2em 0 .6em}
h3{font-size:1rem;margin:0}
a{color:var(--focus)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--paper);padding:8px}
.hidden{display:none}
.verdict{border-radius:10px;padding:18px 22px;border-left:8px solid var(--met);background:var(--metbg)}
.verdict.bad{border-color:var(--broken);background:var(--brokenbg)}
.verdict h2{margin:0 0 .3em;font-size:1.45rem}
.verdict p{margin:0;max-width:75ch}.verdict .caution{margin-top:.6em}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:12px;margin:16px 0 0}
.tiles div{background:var(--card);border-radius:10px;padding:12px 16px}
.tiles dt{color:var(--soft);font-size:.85rem}
.tiles dd{margin:0}.tiles strong{display:block;font-size:1.65rem;line-height:1.25;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:.85rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.9rem}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:6px 10px;text-align:right;border-bottom:1px solid var(--rule);vertical-align:top}
th[scope=col]{color:var(--soft);font-weight:500}
th:first-child{text-align:left;font-weight:500}
.slos th span{display:block;color:var(--soft);font-weight:400;font-size:.85rem}
.slos td{white-space:nowrap}
b.met,b.broken,b.lost,b.late{display:inline-block;font-size:.75rem;padding:1px 8px;border-radius:99px;border:1px solid currentColor;margin-right:4px}
b.met{color:var(--met)}b.broken,b.lost{color:var(--broken)}b.late{color:var(--lateness4)}
meter{width:110px;vertical-align:middle}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:18px}
figure{margin:0;background:var(--card);border-radius:10px;padding:14px 16px;min-width:0}
figcaption p{margin:0;color:var(--soft);font-size:.85rem}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 14px;padding:0;margin:6px 0;font-size:.85rem}
.key{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
svg{display:block;width:100%;height:auto}
svg text{font:12.5px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}
svg .soft{fill:var(--soft)}.end{text-anchor:end}.middle{text-anchor:middle}
.halo{paint-order:stroke;stroke:var(--card);stroke-width:4px}
.rule,.tick{stroke:var(--rule);fill:none}
.curve{fill:none;stroke-width:2.2;stroke-linejoin:round}
.dashed{stroke-dasharray:6 4}
.area{fill-opacity:.85}
.span{fill:var(--ink);fill-opacity:.07}
.mark{stroke:var(--broken);stroke-dasharray:5 4;fill:none}
.cursor{stroke:var(--ink);stroke-width:1;opacity:.55;visibility:hidden}
.scripted .cursor{visibility:visible}
.readout{margin:4px 0 0;min-height:1.4em;font-size:.85rem;font-variant-numeric:tabular-nums;color:var(--soft)}
details{margin-top:8px}summary{cursor:pointer;font-size:.9rem;overflow-wrap:anywhere}
${coloured}
.squiet{stroke:var(--idle)}.fquiet{fill:var(--idle);fill-opacity:.35}.kquiet{background:var(--idle)}.sbad{stroke:var(--gone)}.fbad{fill:var(--gone)}.kbad{background:var(--gone)}
.city{background:var(--card);border-radius:10px;padding:16px}
.controls{display:flex;flex-wrap:wrap;gap:10px 20px;align-items:center;margin-bottom:10px}
.controls>label{display:flex;gap:8px;align-items:center;max-width:100%;min-width:0}.controls select{min-width:0}
fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;align-items:center}
legend{float:left;color:var(--soft);font-size:.9rem;margin-right:10px;padding:0}
.layers label{cursor:pointer}.layers input{position:absolute;opacity:0}
.layers span{display:inline-block;padding:4px 12px;border:1px solid var(--rule);margin-left:-1px;font-size:.9rem;background:var(--paper)}
.layers label:first-of-type span{border-radius:7px 0 0 7px}.layers label:last-of-type span{border-radius:0 7px 7px 0}
.layers input:checked+span{background:var(--ink);color:var(--paper);border-color:var(--ink)}
.layers input:focus-visible+span{outline:3px solid var(--focus);outline-offset:2px}
select,button{font:inherit;font-size:.9rem;padding:5px 12px;border:1px solid var(--rule);border-radius:7px;background:var(--paper);color:var(--ink);max-width:min(100%,66vw)}
button{cursor:pointer;min-width:92px}
.map{position:relative;background:var(--land);border-radius:8px;overflow:hidden}
.map polygon{stroke:var(--land);stroke-width:1}
.map polygon.none{fill:none;stroke:none}
.map polygon:hover{stroke:var(--ink);stroke-width:2}
.river path{fill:none;stroke-linecap:round;stroke-linejoin:round}
.river .bank{stroke:var(--land);stroke-width:9}.river .water{stroke:var(--water);stroke-width:5.5}
.river .bank.bridge{stroke:var(--land);stroke-width:8}.river .bridge{stroke:var(--ink);stroke-width:3.4}
.river,.zone{pointer-events:stroke}
${zoned}
.map canvas{position:absolute;inset:0;width:100%;height:100%;pointer-events:none}
${mapped}
.player{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:center;margin-top:12px}
.player input{flex:1 1 260px;min-width:0;accent-color:var(--focus)}
.player output{font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums;min-width:4.2ch}
.who{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:10px 0 0;font-size:.9rem;font-variant-numeric:tabular-nums}
.who i,.scale i{display:inline-block;width:13px;height:13px;border-radius:50%;margin-right:6px;vertical-align:-2px}
.scale{font-size:.85rem;margin-top:10px}.scale p{margin:0;color:var(--soft)}
.scale i{border-radius:3px}
.scale ul{list-style:none;display:flex;flex-wrap:wrap;gap:2px 14px;margin:4px 0 0;padding:0}
.idle{background:var(--idle)}.toRestaurant{background:var(--toRestaurant)}.atRestaurant{background:var(--atRestaurant)}.toCustomer{background:var(--toCustomer)}
.who i.food{background:none;border:3px solid var(--food)}
.who i.water,.who i.bridge{border-radius:2px;height:5px;vertical-align:3px;background:var(--water)}.who i.bridge{width:4px;height:13px;vertical-align:-2px;background:var(--ink)}
.who i.gone{border-radius:0;background:none;width:auto;height:auto;color:var(--gone);font-style:normal;font-weight:700}
.files{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0}
.note{color:var(--soft);font-size:.85rem;margin:.5em 0 0}
.story{border-bottom:1px solid var(--rule);padding:8px 0;margin:0}
.story summary span{color:var(--soft)}
.story ol{list-style:none;padding:0 0 0 12px;margin:10px 0;border-left:3px solid var(--rule);font-size:.9rem}
.story time{font-variant-numeric:tabular-nums;color:var(--soft);margin-right:8px}
pre{overflow-x:auto;background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:10px 12px;font-size:.8rem;line-height:1.45;margin:6px 0}
.about{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 18px;font-size:.9rem}
.about dt{color:var(--soft)}.about dd{margin:0;overflow-wrap:anywhere}
footer{color:var(--soft);font-size:.85rem;padding-bottom:40px;margin-top:40px}
@media (max-width:560px){svg text{font-size:19px}.odd{display:none}main,header,footer{padding-left:14px;padding-right:14px}.slos th:first-child{min-width:210px}.about{grid-template-columns:1fr;gap:0}.about dd{margin-bottom:6px}}
@media print{.player,.controls,canvas,.cursor{display:none}figure,.city{break-inside:avoid}}
`
  .trim()
  .replaceAll("\n", "")
