/** The operating-system user that the server runs as. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root; this user, commonly `nobody`, takes its place then. */
export const UNPRIVILEGED: ServerUser = { uid: 65_534, gid: 65_534 }

/** Null when the server runs as whoever we are; the unprivileged user when we are root. */
export const serverUser = (): ServerUser | null => (process.getuid?.() === 0 ? UNPRIVILEGED : null)
