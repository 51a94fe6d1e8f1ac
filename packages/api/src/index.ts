export * from "./prefix.ts"
