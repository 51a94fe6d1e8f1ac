/** Where the versioned API lives (S46, C2); the same paths without it stay as permanent aliases. */
export const API_PREFIX = "/api/v1"
