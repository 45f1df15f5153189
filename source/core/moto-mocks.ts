// https://github.com/getmoto/moto/blob/master/CHANGELOG.md#500

/** Names that moto 5 still has; the one for X-Ray moved to `moto.xray`. */
const kept = new Set(['mock_aws', 'mock_xray_client']);

/** Whether a name that was imported from moto or one of its services went with moto 5, which has `mock_aws` for all. */
export const isGoneMock = (module: string, name: string | null): boolean =>
	/^moto(?:\.\w+)?$/.test(module) && name !== null && /^mock_[a-z]\w*$/.test(name) && !kept.has(name);
