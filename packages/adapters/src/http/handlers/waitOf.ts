/** Milliseconds that `Prefer: wait=5` asks to wait (RFC 7240, section 4.3; C16); 0 when it does not. Whoever waits cuts it to what is allowed. */
export const waitOf = (prefer: string | undefined): number => {
  const seconds = /(?:^|[,;\s])wait=(\d{1,4})(?:[,;\s]|$)/i.exec(prefer ?? "")?.[1]
  return seconds === undefined ? 0 : Number(seconds) * 1_000
}
