// Sends what is asked for on standard input through Africa's Talking's SDK for Node, and
// prints what it resolved or failed with: one JSON array each.
'use strict'

const [, , folder, url, username, apiKey] = process.argv
const africastalking = require(`${folder}/africastalking`)({ username, apiKey, format: 'json' })
require(`${folder}/africastalking/lib/common`).SMS_URL = `${url}/version1/messaging`

const send = (order) => africastalking.SMS.send(order).catch((error) => ({
  failed: error.response ? error.response.status : String(error),
  said: error.response ? error.response.data : error
}))

const main = async () => {
  const orders = JSON.parse(require('fs').readFileSync(0, 'utf8'))
  const answers = []
  for (const order of orders) answers.push(await send(order))
  process.stdout.write(JSON.stringify(answers))
}
main()
