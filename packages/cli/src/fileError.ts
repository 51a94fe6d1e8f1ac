/** Why a file or a folder could not be used, in words. */
export const whyNot = (error: unknown): string =>
  REASONS.get(codeOf(error) ?? "") ?? (error instanceof Error ? error.message : String(error))

const REASONS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EROFS", "the disk is read-only"],
  ["ENOSPC", "no space left on the disk"],
  ["EDQUOT", "no space left on the disk"],
  ["ENOTDIR", "a part of the path is a file"],
  ["EEXIST", "a part of the path is a file"],
  ["ENOENT", "there is no such file or folder"],
  ["EISDIR", "this is a folder"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ELOOP", "its symbolic links run in a circle"]
])

/** The operating system's name of what went wrong, such as `ENOENT`. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined
