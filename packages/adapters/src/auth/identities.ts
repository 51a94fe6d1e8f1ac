import type { Identities } from "@hotbag/services"
import { Effect, Layer } from "effect"
import { developmentIdentities } from "./developmentIdentities.ts"
import type { KeyFailed } from "./keptSecret.ts"
import { jwksIdentities } from "./jwksIdentities.ts"
import { IssuerElsewhere, TokenIssuer } from "./TokenIssuer.ts"
import type { TokenRules } from "./TokenRules.ts"

/** Who issues the tokens of a deployment. */
export type IdentitySettings =
  | { readonly _tag: "Provider"; readonly url: URL; readonly rules: TokenRules }
  | { readonly _tag: "Development"; readonly dataFolder: string }

/**
 * Identities as the deployment is configured: by a provider's key set, or by the development issuer; never by both, and no token is made
 * where there is a provider.
 */
export const identitiesOf = (settings: IdentitySettings): Layer.Layer<Identities | TokenIssuer, KeyFailed> =>
  settings._tag === "Development"
    ? developmentIdentities(settings.dataFolder)
    : Layer.merge(jwksIdentities(settings), issuerElsewhere)

const issuerElsewhere = Layer.succeed(TokenIssuer, {
  issueToken: () => Effect.fail(new IssuerElsewhere())
})
