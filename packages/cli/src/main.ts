#!/usr/bin/env node
import { enableCompileCache } from "node:module"

// Half of the start is compiling: what was compiled once is kept in the system's folder for temporary files.
enableCompileCache()
const { runProcess } = await import("./runProcess.ts")
await runProcess()
