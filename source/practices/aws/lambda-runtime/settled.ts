import { isList } from '../../../core/data.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import { resolve, shownOf } from '../../../core/template/resolve.ts';

const only = (texts: readonly string[]): string | null => (texts.length === 1 ? (texts[0] ?? null) : null);

/** The runtime of a function, where nothing at the deployment can change it; null or empty where it can. */
export const runtimeOf = ({ runtime }: LambdaFunction): string | null =>
	only(
		runtime.branches.map(branch =>
			branch.state === 'known' && branch.via === null ? shownOf(branch.value) : '',
		),
	);

/** The same of its processor, `x86_64` where none is set. */
export const architectureOf = ({ architectures }: LambdaFunction): string | null => {
	const found = architectures.branches.map(branch => {
		if (branch.state === 'absent') return 'x86_64';
		if (branch.state === 'unknown' || branch.via !== null) return '';
		const [first] = isList(branch.value) ? branch.value : [branch.value];
		const resolved = resolve(first, {});
		return resolved[0].state === 'known' ? shownOf(resolved[0].value) : '';
	});
	return only(found);
};
