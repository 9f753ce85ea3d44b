import BlackBox
