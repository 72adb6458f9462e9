x = <<~"BASH
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
  text that the word swallows
