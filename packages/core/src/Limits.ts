/**
 * Every limit of the system in one place, each with its reason. A limit is a promise to the operator that nothing
 * grows without bound; raise one only together with the reason.
 */
export const Limits = {
  /** Characters of an id: a UUID has 36, ids of traces and partners are shorter than 64. */
  idLength: 64,
  /** Candidates kept in an explanation: a person reads the first few, and the event log stays small. */
  explainedCandidates: 5,
  /**
   * How far from its origin, on either axis, a planar instance may reach, in metres: a large metropolis, and near
   * enough to the equator that a degree of longitude is a degree of latitude within 1.6e-4.
   */
  planeReachM: 100_000
} as const
