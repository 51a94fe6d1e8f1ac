import type { ChildProcess } from "node:child_process"

/** Asks a process of ours something; its next message is the answer. @throws Error when it ends instead, or has ended. */
export const ask = <A>(child: ChildProcess, question: object): Promise<A> =>
  new Promise((resolve, reject) => {
    heard<A>(child).then(resolve, reject)
    // Without a callback, a channel that is closed would be an event that nobody hears, and the end of this process in the middle of its work.
    child.send(question, (error) => {
      if (error !== null) reject(error)
    })
  })

/** The next message of a process of ours. @throws Error when it ends instead, or has ended. */
export const heard = <A>(child: ChildProcess): Promise<A> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`the process ended with ${code}`))
    if (child.exitCode !== null || child.signalCode !== null) {
      onExit(child.exitCode)
      return
    }
    child.once("exit", onExit)
    child.once("message", (message: A) => {
      child.off("exit", onExit)
      resolve(message)
    })
  })

/** Lets a process of ours end, which does so when nobody is connected to it; does nothing when it has. */
export const letGo = (child: ChildProcess): void => {
  if (child.connected) child.disconnect()
}
