import type { SgNode } from '@ast-grep/napi';
import type { PowertoolsUse } from '../../core/facts/handlers.ts';
import type { SourceFile } from '../../core/gather.ts';
import { siteOf } from './code-site.ts';
import { namesIn, qualifiedName } from './names.ts';
import { partsOf } from './nodes.ts';

// https://docs.aws.amazon.com/powertools/python/latest/upgrade/

interface Outdated {
	readonly name: RegExp;
	readonly instead: string;
	readonly isGone: boolean;
}

const outdated: readonly Outdated[] = [
	{
		name: /^aws_lambda_powertools\.utilities\.parser\.pydantic\b/,
		instead: '`from pydantic import …`',
		isGone: true,
	},
	{
		name: /^aws_lambda_powertools\.utilities\.batch\.(?:async_)?batch_processor$/,
		instead: '`process_partial_response`',
		isGone: false,
	},
	{
		name: /^aws_lambda_powertools\.utilities\.jmespath_utils\.extract_data_from_envelope$/,
		instead: '`query`',
		isGone: false,
	},
];

const silenced = { ids: ['5.3', 'powertools', 'powertools/current'], codes: [] };

/** How a file uses Powertools for AWS Lambda. */
export const readPowertools = (file: SourceFile, root: SgNode): PowertoolsUse => {
	if (!file.text.includes('aws_lambda_powertools')) return { bareMetrics: [], outdated: [] };
	const names = namesIn(root);
	const bareMetrics = root
		.findAll({ rule: { kind: 'call', has: { field: 'function', regex: 'Metrics$' } } })
		.filter(call => {
			const callee = call.field('function');
			const list = call.field('arguments');
			const name = callee ? qualifiedName(callee, names) : null;
			return (
				list !== null &&
				partsOf(list).length === 0 &&
				/^aws_lambda_powertools(?:\.metrics(?:\.metrics)?)?\.Metrics$/.test(name ?? '')
			);
		});
	const old = names.imports.flatMap(({ module, name, item }) => {
		const whole = name === null ? module : `${module}.${name}`;
		const entry = outdated.find(one => one.name.test(whole));
		return entry ? [{ ...siteOf(file, item, silenced), instead: entry.instead, isGone: entry.isGone }] : [];
	});
	return { bareMetrics: bareMetrics.map(node => siteOf(file, node, silenced)), outdated: old };
};
