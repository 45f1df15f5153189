const secret = /passw(?:or)?d|secret|token|api[_-]?key|private[_-]?key|credential/i;
/** What follows such a word names where it is, not what it is. */
const about =
	/(?:arn|name|id|url|uri|endpoint|path|ttl|expir\w*|limit|count|type|table|bucket|issuer|length|policy|role)s?$/i;
/** Of CORS: whether browsers send them. */
const isSwitch = /allow[_-]?credentials$/i;

/** A name that speaks of a secret itself. */
export const isSecretName = (name: string): boolean =>
	secret.test(name) && !isSwitch.test(name) && !about.test(name.replace(/[^A-Za-z0-9]+$/, ''));
