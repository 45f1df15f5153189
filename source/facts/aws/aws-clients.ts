import type { SgNode } from '@ast-grep/napi';
import { isWithin } from '../../core/folders.ts';
import type { AwsModule } from '../../core/facts/aws-clients.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import {
	awsConstructionsIn,
	configsIn,
	isKept,
	pollsIn,
	sdkImportAtTop,
} from '../../edit/python/aws-clients.ts';
import { namesIn } from '../../edit/python/names.ts';
import { briefly, placeOf } from '../../edit/python/nodes.ts';
import { suppressionAt } from '../../edit/suppressions.ts';

const imports = /^[ \t]*(?:import|from)[ \t]+(?:boto3|botocore)\b/m;
const makes = /\b(?:Config|client|resource|create_client)\b/;
const defaults =
	/\bset_default_client_config\b|\bbotocore_session\s*=|["']AWS_(?:MAX_ATTEMPTS|RETRY_MODE|DEFAULTS_MODE)["']/;

const setsConfigs = /\bset_default_client_config\b/;

const accepting = {
	ids: ['6.2', 'aws-client-config', 'aws-client-config/config'],
	codes: [],
};

const silenced = {
	ids: ['5.4', 'lambda-limits', 'lambda-limits/sdk-budget'],
	codes: [],
};

/** The name of the function of the module that a node stands in. */
const functionAround = (node: SgNode): string | null => {
	const outermost = node
		.ancestors()
		.findLast(ancestor => ['function_definition', 'class_definition'].includes(String(ancestor.kind())));
	return outermost?.kind() === 'function_definition' ? (outermost.field('name')?.text() ?? null) : null;
};

/** AWS clients, and the settings they are made with. */
export default defineFileGatherer({
	fact: 'awsClients',
	version: 4,
	wave: 'code',
	wants: path => path.endsWith('.py'),
	needs: ['functions'],
	optionsFor: (path, { functions }) =>
		functions.codeDirectories.some(directory => isWithin(path, directory)) ||
		functions.functions.some(({ handlerFile }) => handlerFile === path),
	extract(file, engines, isDeployed): AwsModule | null {
		const { text } = file;
		const setsDefaults = defaults.test(text);
		const uses = imports.test(text) && makes.test(text);
		const setsConfig = setsConfigs.test(text);
		if (!uses)
			return setsDefaults
				? { clients: [], configs: {}, polls: [], setsDefaults, importsAtTop: false, setsConfig }
				: null;
		const broken = engines.syntaxError(file);
		// What no template deploys and does not parse is told of by those who read it as a module.
		if (broken && isDeployed === true) throw broken;
		if (broken) return null;
		const root = engines.python(file);
		const names = namesIn(root);
		const clients = awsConstructionsIn(root, names).map(({ call, service, config, isPlain, isLocal }) => {
			const within = functionAround(call);
			const at = placeOf(file.path, file.lineStarts, call);
			return {
				at,
				code: briefly(call.text()),
				suppression: suppressionAt(file, at.line, at.endLine, silenced),
				service,
				config,
				within,
				isLocal,
				isMadeAgain: within !== null && isPlain && !isKept(call),
				accepted: suppressionAt(file, at.line, at.endLine, accepting),
			};
		});
		const configs = configsIn(root, names);
		const polls =
			clients.length === 0
				? []
				: pollsIn(root).map(({ call, service, seconds }) => {
						const at = placeOf(file.path, file.lineStarts, call);
						const suppression = suppressionAt(file, at.line, at.endLine, accepting);
						return { at, code: briefly(call.text()), suppression, service, seconds };
					});
		return clients.length > 0 || setsDefaults || Object.keys(configs).length > 0
			? { clients, configs, polls, setsDefaults, importsAtTop: sdkImportAtTop(names) !== null, setsConfig }
			: null;
	},
});
