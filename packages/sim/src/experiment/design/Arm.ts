/** Side of an experiment: 0 is the entrant, 1 what it is compared against. */
export type Arm = 0 | 1
