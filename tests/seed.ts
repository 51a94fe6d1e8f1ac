import fc from "fast-check"

// `npm test` answers the same way twice: properties search from one seed. HOTBAG_TEST_SEED=random looks elsewhere each
// time, and HOTBAG_TEST_SEED=<n> there again; a failing property prints the seed and the path of its counterexample.
const given = process.env["HOTBAG_TEST_SEED"] ?? "1"
if (given !== "random") fc.configureGlobal({ seed: Number(given) })
