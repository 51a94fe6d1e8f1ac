/** A page that is complete in itself: it asks no other host for anything. */
export interface WebPage {
  readonly html: string
  /** The scripts and styles inside it, byte for byte, so that who serves it can allow these and no others. */
  readonly scripts: ReadonlyArray<string>
  readonly styles: ReadonlyArray<string>
}
