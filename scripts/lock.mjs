// A lock between processes that share a checkout, kept as a folder: renaming a filled folder onto a filled one
// fails, so taking the lock and saying who holds it are one atomic step, on Linux and macOS alike.
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { hostname } from "node:os"
import { basename, dirname, join } from "node:path"

/** The owner shows every this many ms that it is still there. */
const beatMs = 2_000
/** A lock without a beat for so long is dead, whoever held it: its process may be in another container. */
const deadAfterMs = 30_000
const me = `${hostname()} ${process.pid}`

/** Waits for the lock at `path`, calls `onWait(owner)` once if somebody has it, and returns its release. */
export async function takeLock(path, onWait) {
  let told = false
  while (!tryTake(path)) {
    const holder = holderOf(path)
    if (holder === undefined) continue
    if (isDead(holder)) evict(path, holder)
    else {
      if (!told) onWait(holder.owner)
      told = true
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const beat = setInterval(() => showLife(path), beatMs).unref()
  return () => {
    clearInterval(beat)
    // Moved away in one step: emptied in place, it could be taken before it is gone.
    if (holderOf(path)?.owner === me) renameSync(path, `${path}.dead-${process.pid}-released`)
    for (const name of readdirSync(dirname(path))) {
      if (name.startsWith(`${basename(path)}.dead-`))
        rmSync(join(dirname(path), name), { recursive: true, force: true })
    }
  }
}

function showLife(path) {
  try {
    if (holderOf(path)?.owner === me) utimesSync(path, new Date(), new Date())
  } catch {
    // Moved aside while this machine slept; the work goes on, and release leaves the new owner's lock alone.
  }
}

function tryTake(path) {
  const mine = `${path}.${process.pid}`
  mkdirSync(dirname(path), { recursive: true })
  rmSync(mine, { recursive: true, force: true })
  mkdirSync(mine)
  writeFileSync(join(mine, "owner"), me)
  try {
    renameSync(mine, path)
    return true
  } catch (error) {
    rmSync(mine, { recursive: true, force: true })
    if (error.code === "ENOTEMPTY" || error.code === "EEXIST") return false
    throw error
  }
}

function holderOf(path) {
  try {
    return { owner: readFileSync(join(path, "owner"), "utf8"), beatAtMs: statSync(path).mtimeMs }
  } catch {
    return undefined
  }
}

function isDead({ owner, beatAtMs }) {
  if (Date.now() - beatAtMs > deadAfterMs) return true
  const [host, pid] = owner.split(" ")
  if (host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error.code === "ESRCH"
  }
}

/** Moves a dead lock aside. The target names this very lock and stays until release, so a late second try fails. */
function evict(path, { owner, beatAtMs }) {
  try {
    renameSync(path, `${path}.dead-${owner.replace(/\W/g, "-")}-${beatAtMs}`)
  } catch {
    // Somebody else was quicker; the caller's loop sees what is there now.
  }
}
