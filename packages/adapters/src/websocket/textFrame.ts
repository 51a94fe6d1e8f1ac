/**
 * A whole text message as a server's frame (RFC 6455, 5.2): one buffer, so that it is one write for each of all who get it. ASCII only, which is
 * what we write.
 */
export const textFrame = (text: string): Buffer => {
  const { length } = text
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = FINAL_TEXT
  if (length < 126) frame[1] = length
  else if (head === 10) {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  } else {
    frame[1] = 126
    frame[2] = (length >> 8) & 0xff
    frame[3] = length & 0xff
  }
  frame.write(text, head, "latin1")
  return frame
}

/** An empty ping. */
export const PING: Buffer = Buffer.from([0x89, 0])

const FINAL_TEXT = 0x81
