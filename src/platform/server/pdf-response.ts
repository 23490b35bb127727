/** A PDF to keep; its name says nothing about a person. */
export function pdfResponse(pdf: Uint8Array<ArrayBuffer>, name: string): Response {
	return new Response(pdf, {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}.pdf"`,
			'cache-control': 'private, no-store',
			'x-content-type-options': 'nosniff',
			'content-security-policy': "sandbox; default-src 'none'",
		},
	});
}
