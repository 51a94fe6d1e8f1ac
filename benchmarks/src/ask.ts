import type { ChildProcess } from "node:child_process"

/** Asks a process of ours something; its next message is the answer. @throws Error when it ends instead. */
export const ask = <A>(child: ChildProcess, question: object): Promise<A> => {
  const answer = heard<A>(child)
  child.send(question)
  return answer
}

/** The next message of a process of ours. @throws Error when it ends instead. */
export const heard = <A>(child: ChildProcess): Promise<A> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the process ended with ${code}`))
    child.once("exit", onExit)
    child.once("message", (message: A) => {
      child.off("exit", onExit)
      resolve(message)
    })
  })
