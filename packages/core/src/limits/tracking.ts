/** The part of `Limits` that is about where couriers are. */
export const trackingLimits = {
  /** A position is shown as where the courier is for so long, then as where they were (S100), in ms. */
  freshMs: 5_000,
  /** Fixes of one courier (C20): ten a second, and what a phone has gathered over two seconds without a connection. */
  fixRate: { perSecond: 10, burst: 20 },
  /** Kept fixes that count as one: they come at once and are judged at once, and an hour of them costs half a minute. */
  keptFixesPerToken: 10,
  /** Fixes in one message: ten minutes of a phone without a connection, 60 kB. */
  fixesPerMessage: 600,
  /** Older fixes say nothing that anybody waits for: the order they belong to is over, in ms. */
  fixAgeMs: 3_600_000,
  /** How far a phone's clock may be ahead when it is first heard of (F11), in ms. */
  phoneSkewMs: 720_000,
  /** A fix that comes earlier or later than expected by more is no usual delay, in ms. */
  clockToleranceMs: 5_000,
  /** How much clocks of phones go wrong, as a fraction: ten times a bad crystal. */
  clockDrift: 0.001,
  /** A clock that was set is believed after so many fixes … */
  clockStepFixes: 3,
  /** … over so long, in ms … */
  clockStepMs: 4_000,
  /** … that agree within this, in ms. */
  clockStepSpreadMs: 1_000,
  /** An estimate of a phone's clock is young for so long, in ms: it may come from messages that a full uplink held back. */
  clockYoungMs: 10_000,
  /** How far a position may be off without being wrong, in metres: three times what satellites err between tall blocks. */
  fixErrorM: 45,
  /** How fast couriers speed up, m/s²: a car from a traffic light, and some. */
  accelerationMps2: 4,
  /** So many fixes in a row have to agree before a courier is believed to have jumped: an outlier comes alone … */
  teleportFixes: 3,
  /** … over so long by the phone's clock, in ms: satellites that are lost between tall blocks come back within seconds. */
  teleportMs: 5_000,
  /** Couriers do not appear farther than this from all restaurants of their region, in metres: more than an hour on a motorway. */
  regionMarginM: 100_000,
  /** Where a region's restaurants are is read anew after this long, in ms: a new one is hardly ever farther out than that margin. */
  regionReadMs: 600_000,
  /** A fix that is less accurate than this is coarse, in metres: a district, by the cell of the telephone network … */
  coarseAccuracyM: 500,
  /** … and says nothing as long as a position is not older than this, in ms: within a minute nobody leaves the district. */
  coarseAfterMs: 60_000,
  /** A place is held to be written the wrong way round when it is so near the other way round, in metres: a few minutes' drive. */
  swappedWithinM: 5_000,
  /** Fastest that a phone may say it goes, m/s: a train. */
  phoneSpeedMps: 100,
  /** Least accurate that a phone may say it is, in metres: a cell tower in the country. */
  phoneAccuracyM: 100_000,
  /** Points of a courier's way kept at hand, 16 bytes each: the last hour of one who drives all the time. */
  fixesKept: 256,
  /** Points of a way are so far apart, in metres: farther than satellites err, and near enough to see the street … */
  trackStepM: 75,
  /** … or so long, in ms, where a courier waits. */
  trackStepMs: 60_000,
  /** "Nearly at the door" is said when the food is likely to be there within this, in ms: 400 m may still be five minutes. */
  arrivingWithinMs: 180_000,
  /** How often couriers who changed are looked up, in ms. */
  couriersReadMs: 1_000,
  /** Who is tracked is looked up anew after this long, in ms: what another server heard of their duty. */
  dutyReadMs: 60_000,
  /** …so many at a time: ten thousand in less than a minute. */
  dutiesPerRead: 200,
  /** How often points are written, in ms: often, so that no write is long … */
  positionsWriteMs: 100,
  /** … and when none was left, in ms: a process that dies loses as much. */
  positionsRestMs: 1_000,
  /** Points in one write: two milliseconds of the database's time, which an order does not notice … */
  positionsPerWrite: 100,
  /** … or this share of all that wait, where that is more: what comes at once is written over two seconds or three … */
  positionsWriteShare: 0.1,
  /** … and never more than this: twenty milliseconds of the database's time. */
  positionsPerWriteMost: 2_000,
  /** Dispatch hears so often of the couriers of a region who moved, in ms: it thinks anew each time … */
  movedNewsMs: 1_000,
  /** … or as soon as there are so many, a few milliseconds of that; then other regions wait for the next write. */
  movedNewsTogether: 64,
  /** Points that wait for a store: three minutes of the largest city, 10 MB. */
  pendingPositions: 100_000,
  /** Points of a way in one answer: a shift of eight hours. */
  trackPage: 5_000,
  /** How often deliveries under way are compared with the store, in ms: what another process changed is not heard of. */
  liveSweepMs: 60_000,
  /** A courier nearer to a stop than this is about to arrive, in metres: a minute or two. */
  nearM: 400,
  /** … and no longer when farther than this: more than an outlier between. */
  nearLeaveM: 650,
  /** Nearer than this is arrived, in metres: addresses are off by 64 m in the median, and satellites by 15. */
  arrivedM: 100,
  /** … and no longer when farther than this. */
  arrivedLeaveM: 350,
  /** Arrivals that wait to be told while a store is away: half an hour of the largest city. */
  waitingArrivals: 10_000,
  /** So long a courier has to be seen near before it counts, in ms: two fixes. */
  nearDwellMs: 1_000,
  /** So long at a stop before it counts: who waits at a red light in front of it goes on, in ms. */
  arrivedDwellMs: 10_000,
  /** H3 resolution of what is kept of old ways: districts of 0.7 km². */
  trackCellResolution: 8,
  /** Ways of couriers are kept for this long, then as counts of districts and hours (P1x), in ms: a month of disputes. */
  tracksKeptMs: 2_592_000_000
} as const
