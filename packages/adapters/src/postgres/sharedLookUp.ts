import type { StoreUnavailable } from "@hotbag/services"
import { Effect } from "effect"
import { makeWriteQueue, oneAfterTheOther } from "./WriteQueue.ts"

/** A question that waits for its answer. */
interface Question<Row> {
  readonly key: string
  row: Row | undefined
}

/**
 * Rows by key; questions that wait at the same time share a statement. `send` is given the keys as a JSON array and answers rows in any order;
 * `keyOf` names whose a row is. A key without a row answers undefined.
 */
export const makeSharedLookUp = <Row, E>(
  send: (keys: string) => Effect.Effect<ReadonlyArray<Row>, E>,
  keyOf: (row: Row) => string
): Effect.Effect<(key: string) => Effect.Effect<Row | undefined, E | StoreUnavailable>> =>
  Effect.map(
    makeWriteQueue(
      (questions: ReadonlyArray<Question<Row>>) =>
        Effect.map(send(JSON.stringify(questions.map(({ key }) => key))), (rows) => {
          const found = new Map(rows.map((row) => [keyOf(row), row]))
          for (const question of questions) question.row = found.get(question.key)
        }),
      oneAfterTheOther
    ),
    (ask) => (key) =>
      Effect.suspend(() => {
        const question: Question<Row> = { key, row: undefined }
        return Effect.map(ask(question), () => question.row)
      })
  )
