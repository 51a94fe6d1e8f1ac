/** The event log of a run, one JSON document a line. */
export const EVENTS_FILE = "events.ndjson"
/** The report for people. */
export const TEXT_FILE = "report.txt"
/** The report for programs. */
export const JSON_FILE = "report.json"
/** What `hotbag simulate --out` writes; the last one is there only when all are. */
export const RUN_FILES: ReadonlyArray<string> = [EVENTS_FILE, TEXT_FILE, JSON_FILE]
