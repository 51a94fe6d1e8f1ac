export { trackPage } from "./track/trackPage.ts"
export type { WebPage } from "./WebPage.ts"
