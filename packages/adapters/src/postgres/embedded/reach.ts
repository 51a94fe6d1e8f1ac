import { stat } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import type { ServerUser } from "./ServerUser.ts"

/**
 * The outermost directory at or above `folder` that `user` may not enter, null when the way is free. Judged by owner and mode:
 * a directory is entered with its execute bit. Directories that do not exist yet are not in the way.
 */
export const directoryInTheWay = async (folder: string, user: ServerUser): Promise<string | null> => {
  for (const directory of fromTheRoot(resolve(folder))) {
    const found = await stat(directory).catch(() => null)
    if (found === null) return null
    if (!mayEnter(found, user)) return directory
  }
  return null
}

const mayEnter = (
  directory: { readonly uid: number; readonly gid: number; readonly mode: number },
  user: ServerUser
): boolean => {
  if (directory.uid === user.uid) return (directory.mode & 0o100) !== 0
  if (directory.gid === user.gid) return (directory.mode & 0o010) !== 0
  return (directory.mode & 0o001) !== 0
}

const fromTheRoot = (folder: string): ReadonlyArray<string> => {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [...fromTheRoot(parent), folder]
}
