import table from './tables/resource-actions.json' with { type: 'json' };

/** By service: actions that change, send or start something and can be bound to a resource. */
const actions: ReadonlyMap<string, ReadonlySet<string>> = new Map(
	Object.entries(table.services).map(([service, listed]) => [service, new Set(listed.split(' '))]),
);

/**
 * The action changes, sends or starts something and can be bound to a resource.
 * @param action lower-case, such as `sqs:sendmessage`
 */
export const takesResource = (action: string): boolean => {
	const [service = '', name = ''] = action.split(':');
	return actions.get(service)?.has(name) === true;
};
