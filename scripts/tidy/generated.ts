/** A part of a document that a program writes, between `<!-- name -->` and `<!-- /name -->`. */
export const replaceGenerated = (document: string, name: string, content: string): string => {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [start, end] = [document.indexOf(open), document.indexOf(close)]
  if (start === -1 || end < start) throw new Error(`the document has no place for ${name}`)
  return `${document.slice(0, start + open.length)}\n\n${content}\n\n${document.slice(end)}`
}
