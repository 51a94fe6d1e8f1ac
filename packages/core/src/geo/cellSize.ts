/** Height of the cells before there is anything to go by: what suits some 25 couriers per km², in metres. */
export const FIRST_CELL_M = 500
/** So small they never become by themselves: couriers who are denser stand around the same corner. */
export const LEAST_CELL_M = 100
/** So large they never become by themselves: what a flat view of them cannot tell apart would be too much. */
export const GREATEST_CELL_M = 10_000

/**
 * How many couriers there should be in three cells around the median courier: measured with 3 to 140 couriers per km² and
 * searches for the ten nearest and for all within three kilometres. In smaller cells the nearest are spread over more
 * strips, in larger ones there are more who are too far.
 */
const IN_THREE_CELLS = 21
/** How many times too many or too few there must be before cells change: what follows the evening need not follow a minute. */
const PATIENCE = 2

/**
 * The height of cells that suits couriers of whom the median has `inThreeCells` around it in cells `cellM` high: the same,
 * unless that is far from what there should be.
 */
export const suitableCellM = (cellM: number, inThreeCells: number): number => {
  if (inThreeCells < IN_THREE_CELLS * PATIENCE && inThreeCells * PATIENCE > IN_THREE_CELLS) return cellM
  // In steps: somebody alone says only that cells are far too small.
  const change = Math.min(Math.max(Math.sqrt(IN_THREE_CELLS / Math.max(inThreeCells, 1)), 1 / 4), 4)
  return Math.min(Math.max(Math.round(cellM * change), LEAST_CELL_M), GREATEST_CELL_M)
}
