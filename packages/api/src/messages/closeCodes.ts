/** Why the server ends a WebSocket, by close code (RFC 6455, 7.4; the 4000s are ours, after the status of HTTP that says the same). */
export const closeCodes = {
  going: { code: 1001, about: "The client went away." },
  notText: { code: 1003, about: "Frames are text." },
  malformed: {
    code: 1007,
    about: "The text is not UTF-8. Without a reason: the connection is not read any more."
  },
  badFrame: {
    code: 1008,
    about:
      "A frame that fits no schema, the third in a row on `/ws/courier` and the third at all elsewhere; before that it is only refused."
  },
  tooBig: { code: 1009, about: "A frame of more than 4096 bytes. Without a reason, as above." },
  restart: {
    code: 1012,
    about: "The server stops; the reason says in how many ms to come back (`retry=1234`)."
  },
  tooSlow: {
    code: 1013,
    about: "The client has not read for eight seconds; it may come back, with its cursor."
  },
  unavailable: {
    code: 4503,
    about: "What is to be watched cannot be read at the moment; come back as the reason says."
  },
  unauthenticated: {
    code: 4401,
    about: "No token within five seconds, one that is not good or has ended, or one whose key was withdrawn."
  },
  forbidden: { code: 4403, about: "The role may not use this socket." },
  notFound: { code: 4404, about: "There is no such thing for whoever asks." },
  silent: { code: 4408, about: "No sign of life for seven seconds." },
  tooMany: { code: 4429, about: "Too many frames, or too many connections of one subject." }
} as const satisfies Readonly<Record<string, { readonly code: number; readonly about: string }>>

/** Name of a reason for the end. */
export type CloseReason = keyof typeof closeCodes

/** Whether a client that was closed with the code should come back: not when nothing but another token or address would help. */
export const isWorthRetrying = (code: number): boolean =>
  code !== closeCodes.unauthenticated.code &&
  code !== closeCodes.forbidden.code &&
  code !== closeCodes.notFound.code &&
  code !== closeCodes.badFrame.code &&
  code !== closeCodes.tooBig.code

/** The wait that a close reason advises, in ms; null when it advises none. */
export const retryAfterOf = (reason: string): number | null => {
  const found = /\bretry=(\d{1,6})\b/.exec(reason)
  return found === null ? null : Number(found[1])
}
