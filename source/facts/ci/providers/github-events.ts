import { isList, isTable } from '../../../core/data.ts';
import type { CiTrigger } from '../../../core/facts/ci.ts';
import type { Data } from '../../../core/facts/config.ts';

// https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows

const triggerOf = (event: string, settings: Data | undefined): CiTrigger => {
	switch (event) {
		case 'pull_request':
		case 'pull_request_target':
		case 'pull_request_review':
		case 'merge_group':
			return 'pull-request';
		case 'push': {
			const tags =
				isTable(settings) && (settings['tags'] !== undefined || settings['tags-ignore'] !== undefined);
			const branches =
				isTable(settings) &&
				(settings['branches'] !== undefined || settings['branches-ignore'] !== undefined);
			return tags && !branches ? 'release' : 'push';
		}
		case 'schedule':
			return 'schedule';
		case 'workflow_dispatch':
		case 'repository_dispatch':
			return 'manual';
		case 'release':
		case 'create':
			return 'release';
		case 'workflow_call':
			return 'called';
		default:
			return 'other';
	}
};

/** What starts a workflow. */
export const triggersOf = (on: Data | undefined): readonly CiTrigger[] => {
	const events =
		typeof on === 'string'
			? [on]
			: isList(on)
				? on.filter(item => typeof item === 'string')
				: isTable(on)
					? Object.keys(on)
					: [];
	return [...new Set(events.map(event => triggerOf(event, isTable(on) ? on[event] : undefined)))];
};

/** `bash` alone is `bash -eo pipefail`; a template of one's own is taken as it is written. */
export const shellOf = (shell: string | null): { readonly errexit: boolean; readonly pipefail: boolean } => {
	if (shell?.includes('{0}') === true && /\b(?:ba|z|k|da)?sh\b/.test(shell)) {
		return { errexit: /\s-\w*e|errexit/.test(shell), pipefail: shell.includes('pipefail') };
	}
	return { errexit: true, pipefail: shell?.trim() === 'bash' };
};
