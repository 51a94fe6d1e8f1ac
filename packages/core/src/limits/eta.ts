/** Limits of the times of arrival, each with its reason: a part of `Limits`. */
export const etaLimits = {
  /** Steps of an ETA's lattice: eleven hours of ten seconds; what takes longer is as late as that. */
  etaCells: 4_096,
  /** Nodes of one forest of a learned ETA: a thousand trees of a hundred leaves, far beyond what some ten thousand orders teach. */
  learnedNodes: 200_000,
  /** Characters of a learned model's file: ten times what some ten thousand orders fill. */
  learnedFileLength: 10_000_000,
  /**
   * An estimate is made anew when the courier moved, but not more often than this, in ms: what is shown counts down by itself, and nobody drives a minute's
   * worth in three seconds. Made with each position, estimates were a third of all garbage of a server with 2,000 couriers.
   */
  etaAfterMoveMs: 3_000,
  /** No estimate of a delivery in progress is older than this (S16, C21), in ms. */
  etaRefreshMs: 30_000,
  /** What is estimated to take longer than this is held to be unknown, in ms: nobody rides four hours with a dinner, so a place is wrong. */
  etaKnownWithinMs: 14_400_000,
  /** Estimates that would come to that age together are made anew over this long before it, in ms … */
  etaRefreshSpreadMs: 5_000,
  /** … some of them so often, in ms: of ten thousand five hundred, some milliseconds. */
  etaRefreshTurnMs: 250,
  /** … and so many at least. */
  etaRefreshesPerTurn: 16,
  /** Cells of the calibration of live estimates: three phases of a hundred regions by the hour, a few megabytes. */
  calibrationCells: 8_000,
  /** What calibration has learned is written so often, in ms: a server that dies forgets a minute of deliveries. */
  calibrationWriteMs: 60_000,
  /** Cells of a calibration written in one go: a tenth of a second of the database's time. */
  calibrationCellsPerWrite: 1_000,
  /** What was learned of a region in an hour of the day is forgotten when nothing has ended there for so long, in ms: a season. */
  calibrationKeptMs: 7_776_000_000
} as const
