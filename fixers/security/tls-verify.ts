import { argumentsOf, removeArgument, replaceNode } from '../../source/edit/python/calls.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { originsOf } from '../../source/edit/python/names.ts';
import { quoteOf } from '../../source/edit/python/quotes.ts';
import { fixWeakCalls, isOpenWith } from './weak-calls.ts';

// https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification
// https://www.python-httpx.org/advanced/ssl/

export default fixWeakCalls({
	id: 'tls-verify',
	title: 'Check the certificates of servers',
	checks: ['security-scans/clean'],
	safety: 'guided',
	needs: [],
	safetyNote:
		'Only the keyword that switches the check off is changed. A server whose certificate is its own, or has run out, is refused ' +
		'afterwards, so it asks who signs the certificates. Calls to this machine are left alone.',
	takes: isOpenWith('S501'),
	question: {
		id: 'authority',
		prompt: 'Who signs the certificates of these servers?',
		explanation:
			'A public authority needs nothing but the default. For an authority of your own, `CA_BUNDLE` names the file with its certificate.',
		kind: {
			type: 'choice',
			choices: [
				{ value: 'public', label: 'An authority that the library trusts' },
				{ value: 'own', label: 'An authority of ours: the file that `CA_BUNDLE` names' },
				{ value: 'leave', label: 'Nobody; leave the calls as they are' },
			],
		},
		// Who switched the check off had a reason, which no file tells.
		fallback: 'leave',
	},
	leaves: { answer: 'leave', reason: 'nobody signs the certificates of these servers, by your answer' },
	isMeant: (_, __, call) => argumentsOf(call).keywords.get('verify')?.field('value')?.text() === 'False',
	mend({ call, callee, text, root, names, answer }) {
		const verify = argumentsOf(call).keywords.get('verify');
		const value = verify?.field('value');
		if (!verify || !value) return 'it does not say `verify=False`';
		if (/localhost|127\.0\.0\.1|\[::1\]/.test(call.text())) return 'it calls this machine';
		if (answer === 'public') {
			const removal = removeArgument(call, verify);
			return removal === null ? 'a comment stands beside the keyword' : [[removal]];
		}
		const quote = quoteOf(root);
		const os = importModule(text, root, names, 'os');
		const file = `${os.code}.environ[${quote}CA_BUNDLE${quote}]`;
		if (!originsOf(callee, names).some(origin => origin.startsWith('httpx.')))
			return [[replaceNode(value, file)], os.edit];
		// A path as `verify=` is deprecated in httpx.
		const ssl = importModule(text, root, names, 'ssl');
		return [[replaceNode(value, `${ssl.code}.create_default_context(cafile=${file})`)], os.edit, ssl.edit];
	},
	says: answer => ({
		summary: 'check the certificates of servers',
		changed:
			answer === 'public'
				? '`verify=False` is gone.'
				: '`verify` names the certificates of the own authority, from `CA_BUNDLE`.',
		atRunTime:
			answer === 'public'
				? 'A server whose certificate is not signed by an authority that the library trusts is refused.'
				: 'A server whose certificate the own authority did not sign is refused; `CA_BUNDLE` has to be set where the code runs.',
		followUps: ['Try it against each server before it is deployed'],
	}),
});
